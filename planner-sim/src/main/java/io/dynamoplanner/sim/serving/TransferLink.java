package io.dynamoplanner.sim.serving;

import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.event.TimedHeap;
import io.dynamoplanner.sim.request.RequestOutcomes;

/** The way from prefill to decode: requests are under way for the time that their KV cache takes. */
public final class TransferLink implements Intake {
    private final Agenda agenda;
    private final int slot;
    private final KvTransfer transfer;
    private final RequestOutcomes outcomes;
    private final Intake next;
    private final TimedHeap underWay = new TimedHeap();

    /** @param slot slot of this link in the agenda */
    public TransferLink(Agenda agenda, int slot, KvTransfer transfer, RequestOutcomes outcomes, Intake next) {
        this.agenda = agenda;
        this.slot = slot;
        this.transfer = transfer;
        this.outcomes = outcomes;
        this.next = next;
    }

    @Override
    public void accept(int request, double now) {
        double seconds = transfer.seconds(outcomes.promptTokens(request));
        if (seconds == 0) {
            next.accept(request, now);
            return;
        }
        underWay.add(now + seconds, request);
        agenda.set(slot, underWay.firstKey());
    }

    /** Delivers what is due. */
    public void deliver(double now) {
        while (underWay.firstKey() <= now) {
            next.accept(underWay.removeFirst(), now);
        }
        agenda.set(slot, underWay.firstKey());
    }
}
