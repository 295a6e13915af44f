package io.dynamoplanner.sim.serving;

import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.engine.ReadyEngines;

/** What the engines of one role do: who waits for them, who gets which engine, and what follows. */
public interface Stage extends Intake, Restart {

    /** The engines that this stage may give work to; the fleet keeps it up to date. */
    ReadyEngines ready();

    /**
     * A new engine of this role that holds no work.
     *
     * @param passes told of its forward passes
     */
    Engine newEngine(int slot, long number, PassMeter passes);

    /** Requests that no engine has taken on yet. */
    int waiting();

    /** Engine-seconds of prefill that were started so far; 0 where nothing is prefilled. */
    double prefillSeconds();

    /** The work of {@code engine} needs attention: its {@link Engine#nextWorkAt()} is now. */
    void work(Engine engine, double now);

    /** {@code engine} has just become ready. */
    void welcome(Engine engine, double now);

    /** Takes all work away from {@code engine}: its requests, in order of arrival, with the tokens they got. */
    int[] evict(Engine engine, double now);
}
