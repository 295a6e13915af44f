package io.dynamoplanner.k8s.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.testing.Graphs;
import io.dynamoplanner.k8s.testing.ScriptedApi;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateStoreTest {
    private static final Graph CHAT = Graphs.graph(GraphApi.V1BETA1, "1");

    private final ScriptedApi api = new ScriptedApi();
    private final StateStore store = new StateStore(api.server());

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void anErrorIsNotTheAbsenceOfState() {
        api.refuse(500, "etcd").loseConnection();

        assertThat(store.load(CHAT)).isInstanceOf(Load.Failed.class);
        assertThat(store.save(CHAT, Stored.NOTHING, Map.of("a", "1"))).isInstanceOf(Save.Failed.class);
    }

    @Test
    void aMissingRightIsNamed() {
        api.refuse(403, "configmaps is forbidden: User x cannot get resource configmaps");

        assertThat(store.load(CHAT))
                .isInstanceOfSatisfying(
                        Load.Failed.class,
                        failed -> assertThat(failed.why()).contains("resources: [\"configmaps\"], verbs: [\"get\"]"));
    }

    @Test
    void whatDoesNotFitIsNotSent() {
        String large = "é".repeat(512 * 1024);

        assertThat(store.save(CHAT, Stored.NOTHING, Map.of("state", large)))
                .isEqualTo(new Save.TooLarge(1024 * 1024 + 5, 1024 * 1024));
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void theSameStateIsNotSentAgain() {
        var stored = new Stored(Map.of("a", "1"), "7", true);

        assertThat(store.save(CHAT, stored, Map.of("a", "1"))).isEqualTo(new Save.Unchanged());
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void longNamesStayDistinctWithinTheLimit() {
        String common = "g".repeat(245);

        assertThat(StateStore.nameFor("chat")).isEqualTo("dynamo-planner-chat");
        assertThat(StateStore.nameFor("g".repeat(238))).hasSize(253).endsWith("g");
        assertThat(StateStore.nameFor(common + "-a"))
                .hasSize(253)
                .matches("[a-z0-9-]+")
                .isNotEqualTo(StateStore.nameFor(common + "-b"));
    }
}
