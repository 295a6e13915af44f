package io.dynamoplanner.k8s.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.testing.Graphs;
import io.dynamoplanner.k8s.testing.LiveGraph;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealKube
class LiveStateStoreTest {
    private final KubeServer kube;
    private final StateStore store;
    private String namespace = "";
    private Graph graph = Graphs.graph(GraphApi.V1BETA1, "1");

    LiveStateStoreTest(KubeServer kube) {
        this.kube = kube;
        this.store = new StateStore(new ApiServer(kube.admin()));
    }

    @BeforeEach
    void ownGraph() {
        namespace = kube.newNamespace("state");
        graph = LiveGraph.create(kube, GraphApi.V1BETA1, namespace, "chat", "{components: [{name: decode}]}")
                .snapshot()
                .graph();
    }

    private Stored saved(Stored before, Map<String, String> data) {
        return ((Save.Saved) store.save(graph, before, data)).stored();
    }

    private ConfigMap map() {
        return kube.admin()
                .configMaps()
                .inNamespace(namespace)
                .withName("dynamo-planner-chat")
                .get();
    }

    @Test
    void whatIsSavedIsLoadedAgain() {
        assertThat(store.load(graph)).isEqualTo(new Load.Absent(Stored.NOTHING));

        Stored first = saved(Stored.NOTHING, Map.of("a", "1", "b", "2"));
        assertThat(store.load(graph)).isEqualTo(new Load.Loaded(first));

        Stored second = saved(first, Map.of("b", "3", "c", "4"));
        assertThat(store.load(graph)).isEqualTo(new Load.Loaded(second));
        assertThat(second.data()).isEqualTo(Map.of("b", "3", "c", "4"));
        assertThat(map().getData()).isEqualTo(second.data());
    }

    @Test
    void theStateBelongsToTheGraphAndGoesWithIt() {
        saved(Stored.NOTHING, Map.of("a", "1"));

        assertThat(map().getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(graph.uid());
            assertThat(owner.getKind()).isEqualTo("DynamoGraphDeployment");
        });
    }

    @Test
    void aSaveOnTopOfSomethingOlderIsAConflict() {
        Stored first = saved(Stored.NOTHING, Map.of("a", "1"));
        saved(first, Map.of("a", "2"));

        assertThat(store.save(graph, first, Map.of("a", "3"))).isInstanceOf(Save.Conflict.class);
        assertThat(store.save(graph, Stored.NOTHING, Map.of("a", "3"))).isInstanceOf(Save.Conflict.class);
        assertThat(map().getData()).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void stateThatWasDeletedMeanwhileIsAConflict() {
        Stored first = saved(Stored.NOTHING, Map.of("a", "1"));
        kube.admin().configMaps().resource(map()).delete();

        assertThat(store.save(graph, first, Map.of("a", "2"))).isInstanceOf(Save.Conflict.class);
    }

    @Test
    void theStateOfADeletedGraphOfTheSameNameIsReplaced() {
        saved(Stored.NOTHING, Map.of("old", "1"));
        Graph anew = Graphs.graph(graph.id(), "another", graph.api(), "1", Map.of(), false, List.of());

        Load load = store.load(anew);

        assertThat(load).isInstanceOf(Load.Absent.class);
        assertThat(store.save(anew, ((Load.Absent) load).stored(), Map.of("new", "2")))
                .isInstanceOf(Save.Saved.class);
        assertThat(map().getData()).isEqualTo(Map.of("new", "2"));
        assertThat(map().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("another"));
    }
}
