"""The facilitator's forms and lists: every act of control as a small window, and what control watches as rows."""
