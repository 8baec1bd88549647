"""The API: for programs that send articles and ask what became of them."""
