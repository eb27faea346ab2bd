"""What several screens share: the view they are given and the pieces they show alike."""
