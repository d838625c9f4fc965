demo-creating = Creating the demo city, once; this takes a moment …
demo-open = Dragoman's demo city is open: { $address }
demo-invented = Everybody in it is invented. Password of all: { $password }
demo-mail = Mail that would have been sent: { $address }
demo-api = The API and its description: { $address }
demo-second-factor = Where a second factor is needed, the demo's login page shows the current code.
