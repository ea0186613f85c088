"""What is owed on a consignment."""
