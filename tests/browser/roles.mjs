// The roles of the house, as the login page of the demo calls them.
export const ROLES = [
  { name: "case worker", de: "Sachbearbeitung", en: "Case worker" },
  { name: "office head", de: "Amtsleitung", en: "Office head" },
  { name: "coordination", de: "Koordinierung", en: "Coordination" },
  { name: "interpreter", de: "Dolmetscher:in", en: "Interpreter" },
  { name: "finance clerk", de: "Finanzsachbearbeitung", en: "Finance clerk" },
  { name: "authorizing officer", de: "Anordnungsbefugte", en: "Authorizing officer" },
  { name: "treasury", de: "Stadtkasse", en: "Treasury" },
  { name: "auditor", de: "Rechnungsprüfung", en: "Auditor" },
  { name: "administrator", de: "Administration", en: "Administrator" },
];
