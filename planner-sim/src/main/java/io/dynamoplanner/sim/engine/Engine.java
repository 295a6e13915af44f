package io.dynamoplanner.sim.engine;

import io.dynamoplanner.sim.event.Agenda;

/**
 * One engine (a replica) and its life.
 *
 * <p>An engine can prefill one request at a time and decode a batch. What it is given is up to the stage it serves: a
 * prefill engine never gets a batch, a decode engine never a prefill, an aggregated engine gets both.
 */
public final class Engine {
    /** Request number that stands for no request. */
    public static final int NOBODY = -1;

    private final int slot;
    private final long number;
    private final DecodeBatch batch;
    private State state = State.PENDING;
    private int prefilling = NOBODY;
    private double prefilledAt = Agenda.NEVER;
    private double drainUntil = Agenda.NEVER;
    private double lostAt = Agenda.NEVER;

    /**
     * @param slot its slot in the agenda
     * @param number counts the engines of a run, oldest first
     * @param batch what it decodes; empty
     */
    public Engine(int slot, long number, DecodeBatch batch) {
        this.slot = slot;
        this.number = number;
        this.batch = batch;
    }

    /** Life of an engine, in order. */
    public enum State {
        /** Wanted, but there are no free GPUs for it yet. */
        PENDING,
        /** Holds its GPUs and loads. */
        STARTING,
        /** Serves. */
        READY,
        /** No longer wanted: takes no new work, holds its GPUs until it has finished what it has. */
        DRAINING,
        GONE
    }

    public int slot() {
        return slot;
    }

    public long number() {
        return number;
    }

    public State state() {
        return state;
    }

    public void moveTo(State next) {
        state = next;
    }

    /** From now on drains, until {@code until} at the latest, or until it is lost. */
    public void drain(double until) {
        state = State.DRAINING;
        drainUntil = Math.min(until, lostAt);
    }

    /** It will be lost at {@code at}, if it is still there, s. */
    public void loseAt(double at) {
        lostAt = at;
    }

    public double lostAt() {
        return lostAt;
    }

    public double drainUntil() {
        return drainUntil;
    }

    public DecodeBatch batch() {
        return batch;
    }

    /** The request that it prefills, or {@link #NOBODY}. */
    public int prefilling() {
        return prefilling;
    }

    public boolean isPrefilling() {
        return prefilling != NOBODY;
    }

    public void startPrefill(int request, double until) {
        prefilling = request;
        prefilledAt = until;
    }

    /** Ends the prefill and returns its request. */
    public int endPrefill() {
        int request = prefilling;
        prefilling = NOBODY;
        prefilledAt = Agenda.NEVER;
        return request;
    }

    public boolean isIdle() {
        return prefilling == NOBODY && batch.size() == 0;
    }

    /** When its work next needs attention, s: the end of the prefill or, if there is none, the next finished request. */
    public double nextWorkAt() {
        return prefilling != NOBODY ? prefilledAt : batch.nextDoneAt();
    }

    /** When it next needs attention, s: its work, its loss, or the end of its patience when draining. */
    public double nextAt() {
        return Math.min(nextWorkAt(), Math.min(drainUntil, lostAt));
    }
}
