demo-second-factor = Where a second factor is needed, the demo's login page shows the current code.
