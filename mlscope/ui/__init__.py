"""The browser side: session state with autosave, forms, tables and the frame around every page."""
