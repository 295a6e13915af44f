package io.dynamoplanner.sim.serving;

import io.dynamoplanner.sim.engine.DecodeBatch;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.Engine.State;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.engine.PrefillTable;
import io.dynamoplanner.sim.engine.ReadyEngines;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.event.IntQueue;
import io.dynamoplanner.sim.request.RequestOutcomes;

/**
 * Prefill engines behind one queue: first in, first out, to the first engine that is free, one request at a time. So
 * works a prefill queue from which engines pull; nobody waits while an engine is free.
 *
 * <p>While requests wait, all ready engines are busy. So an arrival looks for a free engine only if nobody waits.
 */
public final class PrefillStage implements Stage {
    private final Agenda agenda;
    private final PrefillTable table;
    private final RequestOutcomes outcomes;
    private final Intake next;
    private final ReadyEngines ready = new ReadyEngines();
    private final IntQueue waiting = new IntQueue();
    private double prefillSeconds;

    /** Requests that want more tokens after their prefill go to {@code next}. */
    public PrefillStage(Agenda agenda, PrefillTable table, RequestOutcomes outcomes, Intake next) {
        this.agenda = agenda;
        this.table = table;
        this.outcomes = outcomes;
        this.next = next;
    }

    @Override
    public ReadyEngines ready() {
        return ready;
    }

    @Override
    public Engine newEngine(int slot, long number, PassMeter passes) {
        return new Engine(slot, number, DecodeBatch.none(passes));
    }

    @Override
    public int waiting() {
        return waiting.size();
    }

    @Override
    public double prefillSeconds() {
        return prefillSeconds;
    }

    @Override
    public void accept(int request, double now) {
        waiting.addLast(request);
        if (waiting.size() == 1) {
            startOnFreeEngine(now);
        }
    }

    @Override
    public void restart(int[] requests, double now) {
        waiting.addAllFirst(requests);
        startOnFreeEngine(now);
    }

    @Override
    public void work(Engine engine, double now) {
        int request = engine.endPrefill();
        startNext(engine, now);
        if (outcomes.prefilled(request, now)) {
            next.accept(request, now);
        }
    }

    @Override
    public void welcome(Engine engine, double now) {
        startNext(engine, now);
    }

    @Override
    public int[] evict(Engine engine, double now) {
        return engine.isPrefilling() ? new int[] {engine.endPrefill()} : new int[0];
    }

    private void startOnFreeEngine(double now) {
        for (int i = 0, n = ready.size(); i < n; i++) {
            Engine engine = ready.get(i);
            if (!engine.isPrefilling()) {
                startNext(engine, now);
                return;
            }
        }
    }

    private void startNext(Engine engine, double now) {
        if (engine.state() == State.READY && !waiting.isEmpty()) {
            int request = waiting.removeFirst();
            int tokens = outcomes.promptTokens(request);
            double seconds = table.seconds(tokens);
            prefillSeconds += seconds;
            engine.batch().passes().prefill(tokens, now, seconds);
            engine.startPrefill(request, now + seconds);
        }
        agenda.set(engine.slot(), engine.nextAt());
    }
}
