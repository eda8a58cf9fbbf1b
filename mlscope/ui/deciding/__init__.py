"""What follows from the answers, on screen: verdict, money, dates, review, history, document."""
