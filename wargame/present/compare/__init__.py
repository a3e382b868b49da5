"""Several records of one scenario on one page: where they part, who decided otherwise, what came of each."""
