"""What machines that watch the newsdesk ask: is it ready, and how much does it do."""
