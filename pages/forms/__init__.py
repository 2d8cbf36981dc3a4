"""What staff may send to the ground."""
