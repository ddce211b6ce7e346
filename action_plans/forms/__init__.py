"""What the browser may send about plans, items and progress; one module a noun."""
