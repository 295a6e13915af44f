package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.fleet.RoleFleet;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** The pods of one role under a controller that acts at random moments: create, start, drain, remove, one at a time. */
public final class SimulatedPods {
    private final int gpusPerReplica;
    private int desired;
    private int starting;
    private int ready;
    private int terminating;

    public SimulatedPods(int desired, int ready, int starting, int terminating, int gpusPerReplica) {
        this.desired = desired;
        this.ready = ready;
        this.starting = starting;
        this.terminating = terminating;
        this.gpusPerReplica = gpusPerReplica;
    }

    public void specify(int replicas) {
        desired = replicas;
    }

    public RoleFleet observe() {
        boolean settled = ready == desired && starting == 0 && terminating == 0;
        return new RoleFleet(
                desired,
                ready,
                starting,
                terminating,
                OptionalInt.of(gpusPerReplica),
                settled ? RoleFleet.Rollout.SETTLED : RoleFleet.Rollout.SCALING);
    }

    /** GPUs that pods of this role hold at this instant. */
    public int gpusHeld() {
        return (ready + starting + terminating) * gpusPerReplica;
    }

    public boolean settledAt(int replicas) {
        return desired == replicas && ready == replicas && starting == 0 && terminating == 0;
    }

    /** One thing happens, or nothing. */
    public void step(RandomGenerator random) {
        switch (random.nextInt(4)) {
            case 0 -> create();
            case 1 -> {
                if (starting > 0) {
                    starting--;
                    ready++;
                }
            }
            case 2 -> drain(random);
            default -> {
                if (terminating > 0) {
                    terminating--;
                }
            }
        }
    }

    private void create() {
        if (ready + starting < desired) {
            starting++;
        }
    }

    private void drain(RandomGenerator random) {
        if (ready + starting > desired) {
            if (starting > 0 && (ready == 0 || random.nextBoolean())) {
                starting--;
            } else {
                ready--;
            }
            terminating++;
        }
    }
}
