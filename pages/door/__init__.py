"""What stands before the screens: sign-in, the guard of every path, plain HTTP, the account and the first steps."""
