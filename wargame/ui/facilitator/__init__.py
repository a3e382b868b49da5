"""The facilitator's screen: every act of the white cell as a small window, and what control watches as rows."""
