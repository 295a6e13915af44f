package io.dynamoplanner.sim.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.Engine.State;
import io.dynamoplanner.sim.engine.ForwardPasses;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.metrics.FrontendCounters;
import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A decode stage with three engines, event by event. */
final class DecodeStageTest {
    private static final long KV_LIMIT = 4000;
    private static final int MAX_BATCH = 6;

    @Test
    void noEngineEverHoldsMoreTokensOrRequestsThanItHasRoomFor() {
        int n = 2000;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        int[] isl = random.ints(n, 1, 1500).toArray();
        int[] osl = random.ints(n, 2, 200).toArray();
        double[] arrivalS = random.doubles(n, 0, 200).sorted().toArray();
        Requests requests = Requests.of(arrivalS, isl, osl);
        var outcomes = new RequestOutcomes(requests, new FrontendCounters(500, 50));
        var agenda = new Agenda(0);
        var members = new BatchMembers(requests, outcomes, (batch, context) -> 0.01 * batch, KV_LIMIT, MAX_BATCH);
        var stage = new DecodeStage(agenda, members);
        for (int i = 0; i < 3; i++) {
            Engine engine = stage.newEngine(agenda.addSlot(), i, new PassMeter(ForwardPasses.NONE, Role.DECODE, i));
            engine.moveTo(State.READY);
            stage.ready().add(engine);
        }

        int next = 0;
        boolean wasFull = false;
        while (outcomes.completed() < n) {
            if (next < n && arrivalS[next] < agenda.nextAt()) {
                outcomes.arrive(next);
                outcomes.prefilled(next, arrivalS[next]);
                stage.accept(next, arrivalS[next]);
                next++;
            } else {
                stage.work(stage.ready().get(agenda.nextSlot()), agenda.nextAt());
            }
            long held = 0;
            for (int i = 0; i < 3; i++) {
                var batch = stage.ready().get(i).batch();
                assertThat(batch.size()).isLessThanOrEqualTo(MAX_BATCH).isEqualTo(batch.reservations());
                long tokens = 0;
                for (int member = 0; member < batch.size(); member++) {
                    tokens += requests.totalTokens(batch.member(member));
                }
                assertThat(batch.reservedKv()).isEqualTo(tokens).isLessThanOrEqualTo(KV_LIMIT);
                held += batch.size();
            }
            wasFull |= next - outcomes.completed() > held;
        }
        assertThat(wasFull).as("somebody had to wait").isTrue();
    }

    @Test
    void aRequestCannotCompleteTwice() {
        var outcomes = new RequestOutcomes(
                Requests.of(new double[1], new int[1], new int[] {2}), new FrontendCounters(500, 50));
        outcomes.prefilled(0, 1);
        outcomes.complete(0, 2);
        assertThatThrownBy(() -> outcomes.complete(0, 3)).hasMessageContaining("request 0 completes twice");
    }
}
