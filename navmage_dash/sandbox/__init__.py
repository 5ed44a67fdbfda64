"""NAV and Magento as they answer on the wire, for trying things out and for tests.

An island: it imports nothing of the program it is there to test, nor does that import it. What it
answers is held to recordings of real systems by tests/test_sandbox_truth*.py.
"""
