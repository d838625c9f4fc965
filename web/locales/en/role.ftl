# What somebody is to the city.

role-case-worker = Case worker
role-office-head = Head of office
role-coordination = Coordination
role-interpreter = Interpreter
role-finance-clerk = Finance clerk
role-authorizing-officer = Authorizing officer
role-treasury = Treasury
role-auditor = Auditor
role-administrator = Administrator
