package brokenhouse.tabularium.network.reading;

public class Upper {}
