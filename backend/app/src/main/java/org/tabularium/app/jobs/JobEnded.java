package org.tabularium.app.jobs;

/**
 * News for upper rooms: a job has ended, and the database says so. It may be lost if the process
 * dies; what depends on it must be able to find out by itself.
 */
public record JobEnded(long id, String kind, String identity, JobState state) {}
