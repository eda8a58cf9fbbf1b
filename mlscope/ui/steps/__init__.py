"""The interview, the first picture, a measured sample, and the guide beside the steps."""
