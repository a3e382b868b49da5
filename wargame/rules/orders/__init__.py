"""What each order does, a file for each family; `verbs` is the table of them all."""
