package org.tabularium.app.judgement;

/** Somebody has judged a pair, or taken it back. Published within the transaction. */
public record JudgementGiven(long a, long b) {}
