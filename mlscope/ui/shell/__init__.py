"""What stands around every page: navigation, panel, who is signed in, and how it looks."""
