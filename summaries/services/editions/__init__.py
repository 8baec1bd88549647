"""The daily brief: what is proposed for it, put into it, wanting in it, and when it goes out."""
