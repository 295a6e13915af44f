package io.dynamoplanner.k8s.graph;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.k8s.resource.ApiObjects;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1beta1;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Watch events of a Dynamo operator, recorded while a decode component was scaled 1, 4, 2, 6, 3, 0, 2, updated to a new
 * image, written past its adapter, had a pod fail, scaled to 6, and deleted. Each event is looked at as it came.
 */
class RecordedFleetTest {
    private static final String DECODE_NAME = "VllmDecodeWorker";
    private static final List<Moment> MOMENTS = new ArrayList<>();

    /** What was seen at one event. */
    private record Moment(String time, Graph graph, PerRole<RoleFleet> fleet, PerRole<RoleEvidence> evidence) {
        RoleFleet decode() {
            return fleet.get(DECODE);
        }

        boolean isReady() {
            return graph.status().ready().orElseThrow().met();
        }

        long readyGeneration() {
            return graph.status().ready().orElseThrow().observedGeneration().orElseThrow();
        }
    }

    private record Event(String time, boolean ofGraph, String type, String object) {}

    @BeforeAll
    static void replay() {
        List<Event> events = Stream.concat(
                        events("recorded/graph-watch.jsonl.gz", true), events("recorded/adapter-watch.jsonl.gz", false))
                .sorted(Comparator.comparing(Event::time))
                .toList();
        var graphs = new GraphReader(GpuResources.STANDARD);
        var resolver = new RoleResolver(List.of(PREFILL, DECODE), BackendNames.of("vllm"), Map.of());
        var reader = new FleetReader(new GpuWidths(PerRole.empty()), Duration.ofMinutes(10), Duration.ofMinutes(2));
        var adapters = new TreeMap<String, Adapter>();
        var memory = FleetMemory.NOTHING;
        Graph graph = null;
        for (Event event : events) {
            if (event.ofGraph) {
                Parsed<Graph> read = graphs.read(ApiObjects.read(event.object, GraphDeploymentV1beta1.class));
                assertThat(read.findings()).isEmpty();
                graph = read.value();
            } else {
                Adapter adapter = AdapterReader.read(ApiObjects.read(event.object, ScalingAdapterV1beta1.class))
                        .value()
                        .orElseThrow();
                adapters.put(adapter.name(), adapter);
            }
            if (graph == null || event.type.equals("DELETED")) {
                continue;
            }
            var roles = resolver.resolve(graph);
            assertThat(roles.findings()).isEmpty();
            FleetReading reading = reader.read(
                    new GraphSnapshot(graph, List.copyOf(adapters.values()), List.of(), List.of()),
                    roles.components(),
                    memory,
                    Instant.parse("2026-11-21T" + event.time + "Z"));
            memory = reading.memory();
            MOMENTS.add(new Moment(event.time, graph, reading.fleet().roles(), reading.evidence()));
        }
    }

    private static Stream<Event> events(String file, boolean ofGraph) {
        return ApiObjects.lines(file).stream().map(line -> {
            JsonNode event = ApiObjects.json(line);
            return new Event(
                    event.path("t").asText(),
                    ofGraph,
                    event.path("type").asText(),
                    event.path("object").toString());
        });
    }

    private static Moment at(String time) {
        return MOMENTS.stream().filter(m -> m.time.equals(time)).findFirst().orElseThrow();
    }

    @Test
    void decodeIsSettledWhenEachChangeHasFinishedAndAtNoOtherEvent() {
        assertThat(MOMENTS).hasSizeGreaterThan(70);
        assertThat(MOMENTS.stream()
                        .filter(m -> m.decode().rollout() == Rollout.SETTLED)
                        .map(Moment::time))
                .containsExactly(
                        "07:19:13.702", // as it was
                        "07:19:20.824", // 1 to 4
                        "07:19:24.124", // 4 to 2
                        "07:19:33.145", // 2 to 6, then 3 half-way
                        "07:19:37.371", // 3 to 0
                        "07:19:46.478", // 0 to 2
                        "07:20:01.289", // new image
                        "07:20:52.424", // somebody wrote past the adapter
                        "07:21:03.363", // a pod was not ready
                        "07:21:20.679"); // 2 to 6
    }

    @Test
    void noStaleReadyIsActedOn() {
        List<Moment> stale = MOMENTS.stream()
                .filter(m -> m.isReady() && m.readyGeneration() < m.graph.generation())
                .toList();

        assertThat(stale).hasSizeGreaterThan(9);
        assertThat(stale).allSatisfy(m -> {
            assertThat(m.fleet.get(PREFILL).rollout()).as(m.time).isEqualTo(Rollout.SCALING);
            assertThat(m.decode().rollout()).as(m.time).isEqualTo(Rollout.SCALING);
        });
    }

    @Test
    void theZeroTrapIsNotSteppedInto() {
        Moment trap = at("07:19:37.244");

        assertThat(trap.isReady()).isTrue();
        assertThat(trap.readyGeneration()).isEqualTo(trap.graph.generation());
        assertThat(trap.graph.isObserved()).isTrue();
        assertThat(trap.decode())
                .isEqualTo(new RoleFleet(0, 3, 0, 0, trap.decode().gpusPerReplica(), Rollout.SCALING));
        assertThat(trap.decode().holding()).isEqualTo(3);
    }

    @Test
    void countsFromBeforeAChangeThatHappenToFitAreNotBelieved() {
        // The foreign write asked for 4 and was taken back: 2 everywhere, although 2 more were being started.
        Moment moment = at("07:20:52.000");

        assertThat(moment.graph.isObserved()).isTrue();
        assertThat(moment.graph.status(DECODE_NAME).orElseThrow().replicas()).hasValue(2);
        assertThat(moment.decode().rollout()).isEqualTo(Rollout.SCALING);
        assertThat(moment.evidence.get(DECODE).why())
                .isEqualTo("the operator says that llm-vllmdecodeworker-46fdfc66 is not ready");
    }

    @Test
    void anAdapterIsAheadOfItsGraphAndIsBelieved() {
        Moment moment = at("07:19:14.531");

        assertThat(moment.graph.component(DECODE_NAME).orElseThrow().replicas()).isOne();
        assertThat(moment.decode().desired()).isEqualTo(4);
        assertThat(moment.decode().rollout()).isEqualTo(Rollout.SCALING);
    }

    @Test
    void duringTheRollingUpdateBothRolesAreUpdating() {
        List<Moment> updating = MOMENTS.stream()
                .filter(m -> m.graph.status().rollingUpdatePhase().equals("InProgress"))
                .toList();

        assertThat(updating).hasSizeGreaterThan(9);
        for (Role role : List.of(PREFILL, DECODE)) {
            assertThat(updating)
                    .allSatisfy(m -> assertThat(m.fleet.get(role).rollout()).isEqualTo(Rollout.UPDATING));
        }
    }

    @Test
    void gpusThatAreHeldAreNeverUnderstated() {
        assertThat(MOMENTS).allSatisfy(m -> {
            for (String name : List.of(DECODE_NAME, "VllmPrefillWorker")) {
                RoleFleet fleet = m.fleet.get(name.equals(DECODE_NAME) ? DECODE : PREFILL);
                assertThat(fleet.holding())
                        .as(m.time)
                        .isGreaterThanOrEqualTo(
                                m.graph.status(name).orElseThrow().replicas().orElseThrow())
                        .isGreaterThanOrEqualTo(
                                m.graph.component(name).orElseThrow().replicas());
                assertThat(fleet.gpusPerReplica()).hasValue(1);
            }
        });
    }

    @Test
    void theNamespaceOfTheWorkersChangesWhenTheUpdateHandsOver() {
        assertThat(namespace("07:20:01.061")).containsExactly("default-llm-9bfac942");
        assertThat(namespace("07:20:01.289")).containsExactly("default-llm-46fdfc66");
    }

    private static List<String> namespace(String time) {
        return RuntimeNamespaces.of(at(time).graph, List.of()).inForce().stream()
                .toList();
    }
}
