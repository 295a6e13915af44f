package io.dynamoplanner.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownGraphsTest {
    private static final GraphId CHAT = new GraphId("serving", "chat");
    private static final GraphId CODE = new GraphId("serving", "code");

    private final List<GraphId> gone = new ArrayList<>();
    private boolean failing;
    private final KnownGraphs known = new KnownGraphs(new GraphPlanner() {
        @Override
        public Instant look(GraphSnapshot seen) {
            throw new AssertionError("nobody looks");
        }

        @Override
        public void gone(GraphId graph) {
            if (failing) {
                throw new IllegalStateException("not now");
            }
            gone.add(graph);
        }
    });

    @Test
    void anExpectedGraphThatIsNotThereIsToldOnce() {
        known.expect(CHAT);

        known.goneUnless(graph -> false);
        known.goneUnless(graph -> false);
        known.gone(CHAT);

        assertThat(gone).containsExactly(CHAT);
        assertThat(known.isThere(CHAT)).isFalse();
    }

    @Test
    void whatIsThereOrWasNeverHeardOfIsNotTold() {
        known.expect(CHAT);

        known.goneUnless(CHAT::equals);
        known.goneIf(CODE, () -> false);

        assertThat(gone).isEmpty();
    }

    @Test
    void whatThePlannerCouldNotTakeInIsToldAgain() {
        failing = true;
        assertThatThrownBy(() -> known.gone(CHAT)).hasMessage("not now");
        failing = false;

        known.goneUnless(graph -> false);

        assertThat(gone).containsExactly(CHAT);
    }
}
