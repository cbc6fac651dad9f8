package brokenhouse.tabularium.app.util;

class Everything {}
