"""What admins see of how the newsdesk runs: each module asks the records one question.

A question costs the same number of queries whatever the archive holds. What is counted is counted
in the database; what is read row by row is read of the newest so many rows, and says so.
"""
