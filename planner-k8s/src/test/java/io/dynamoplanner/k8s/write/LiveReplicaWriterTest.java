package io.dynamoplanner.k8s.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import io.dynamoplanner.k8s.testing.LiveGraph;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RealKube
class LiveReplicaWriterTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String DISAGGREGATED =
            "{components: [{name: prefill, type: prefill, replicas: 2}, {name: decode, type: decode, replicas: 1}]}";
    private static final String HANDED_OVER =
            "{components: [{name: prefill, type: prefill, replicas: 2, scalingAdapter: {}},"
                    + " {name: decode, type: decode, replicas: 1, scalingAdapter: {}}]}";
    private static final String OLDER =
            "{services: {prefill: {componentType: worker, replicas: 2}, decode: {componentType: worker, replicas: 1}}}";

    private final KubeServer kube;
    private final Expectations expectations = new Expectations();
    /** What does not go with the namespace. */
    private final List<GenericKubernetesResource> clusterWide = new ArrayList<>();

    private String namespace = "";

    LiveReplicaWriterTest(KubeServer kube) {
        this.kube = kube;
    }

    @BeforeEach
    void ownNamespace() {
        namespace = kube.newNamespace("write");
    }

    @AfterEach
    void removeWhatIsClusterWide() {
        clusterWide.forEach(object -> kube.admin().resource(object).delete());
    }

    private LiveGraph graph(GraphApi api, String spec) {
        return LiveGraph.create(kube, api, namespace, "chat", spec);
    }

    private ReplicaWriter writer(KubernetesClient client) {
        return new ReplicaWriter(
                new ApiServer(client),
                Leadership.alone(),
                expectations,
                WriteSettings.DEFAULT,
                CLOCK,
                Sleeper.real(),
                new SplittableRandom(1));
    }

    private Written write(GraphSnapshot seen, String component, int from, int to) {
        return writer(kube.admin())
                .write(
                        seen,
                        component(seen, component),
                        from,
                        to,
                        CLOCK.instant().plusSeconds(20));
    }

    private static Component component(GraphSnapshot seen, String name) {
        return seen.graph().component(name).orElseThrow();
    }

    private static final Outcome APPLIED = new Outcome.Applied();

    @Test
    void anAdapterIsScaledAndTheGraphLeftToTheOperator() {
        LiveGraph graph =
                graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1).withAdapter("prefill", 2);

        assertThat(write(graph.snapshot(), "decode", 1, 3).outcome()).isEqualTo(APPLIED);

        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(3);
        assertThat(graph.adapterReplicas("chat-prefill")).isEqualTo(2);
        assertThat(graph.replicas("decode")).hasValue(1);
    }

    @Test
    void anAdapterIsScaledToZeroAndBack() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);

        assertThat(write(graph.snapshot(), "decode", 1, 0).outcome()).isEqualTo(APPLIED);
        expectations.forget(graph.id());
        assertThat(write(graph.snapshot(), "decode", 0, 2).outcome()).isEqualTo(APPLIED);
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(2);
    }

    @Test
    void aScalingTakesOneRequestAndNoRead() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();
        kube.allow(
                namespace,
                "planner",
                "nvidia.com",
                List.of("dynamographdeploymentscalingadapters/scale"),
                List.of("patch"));
        Instant start = CLOCK.instant();
        try (KubernetesClient planner = kube.as(namespace, "planner")) {
            assertThat(writer(planner)
                            .write(seen, component(seen, "decode"), 1, 2, start.plusSeconds(20))
                            .outcome())
                    .isEqualTo(APPLIED);
        }

        assertThat(kube.audit().since(start))
                .filteredOn(request -> request.user().equals("system:serviceaccount:" + namespace + ":planner"))
                .extracting(AuditLog.Request::verb)
                .containsExactly("patch");
    }

    @Test
    void aNewerVersionOfTheAdapterWithTheSameCountIsWrittenNevertheless() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();
        graph.patchAdapter("chat-decode", "operator", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");

        assertThat(write(seen, "decode", 1, 3).outcome()).isEqualTo(APPLIED);
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(3);
    }

    @Test
    void aCountThatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();
        graph.patchAdapter("chat-decode", "kubectl-edit", "{\"spec\":{\"replicas\":7}}");

        assertThat(write(seen, "decode", 1, 3).outcome())
                .isEqualTo(new Outcome.Deferred("replicas changed to 7 by kubectl-edit meanwhile"));
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(7);
        assertThat(writer(kube.admin()).lastWriter(seen, component(seen, "decode")))
                .hasValue("kubectl-edit");
    }

    @Test
    void twoAdaptersOfOneGraphAreMovedOnOneSnapshot() {
        LiveGraph graph =
                graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("prefill", 2).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();

        assertThat(write(seen, "prefill", 2, 1).outcome()).isEqualTo(APPLIED);
        assertThat(write(seen, "decode", 1, 2).outcome()).isEqualTo(APPLIED);
        assertThat(graph.adapterReplicas("chat-prefill")).isEqualTo(1);
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(2);
    }

    @Test
    void withoutItsAdapterAComponentIsNotWrittenToTheGraph() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER);

        assertThat(write(graph.snapshot(), "decode", 1, 3).outcome()).isInstanceOf(Outcome.Deferred.class);
        assertThat(graph.replicas("decode")).hasValue(1);
    }

    @Test
    void theAdapterOfANeighbourWithTheSameNameIsNotScaled() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("chat-decode", "cha", "t-decode", 5);

        assertThat(write(graph.snapshot(), "decode", 1, 3).outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(5);
        assertThat(graph.replicas("decode")).hasValue(1);
    }

    @Test
    void anAdapterThatWasReplacedByThatOfANeighbourIsNotScaled() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();
        graph.deleteAdapter("chat-decode");
        graph.withAdapter("chat-decode", "cha", "t-decode", 1);

        assertThat(write(seen, "decode", 1, 3).outcome())
                .isEqualTo(new Outcome.Deferred("adapter chat-decode now belongs to component t-decode of graph cha"));
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(1);
    }

    @Test
    void anAdapterThatHasGoneMeanwhileIsWaitedFor() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();
        graph.deleteAdapter("chat-decode");

        assertThat(write(seen, "decode", 1, 3).outcome()).isInstanceOf(Outcome.Deferred.class);
        assertThat(graph.replicas("decode")).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aCountIsWrittenToTheGraphWhereThereIsNoAdapter(GraphApi api) {
        LiveGraph graph = graph(api, api == GraphApi.V1BETA1 ? DISAGGREGATED : OLDER);

        assertThat(write(graph.snapshot(), "decode", 1, 3).outcome()).isEqualTo(APPLIED);

        assertThat(graph.replicas("decode")).hasValue(3);
        assertThat(graph.replicas("prefill")).hasValue(2);
        assertThat(graph.object().getMetadata().getManagedFields())
                .anySatisfy(entry -> assertThat(entry.getManager()).isEqualTo("dynamo-planner"));
    }

    @ParameterizedTest
    @EnumSource
    void otherChangesOfTheGraphAreNoObstacle(GraphApi api) {
        LiveGraph graph = graph(api, api == GraphApi.V1BETA1 ? DISAGGREGATED : OLDER);
        GraphSnapshot seen = graph.snapshot();
        graph.patch("kubectl-edit", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");

        assertThat(write(seen, "decode", 1, 3).outcome()).isEqualTo(APPLIED);
        assertThat(graph.replicas("decode")).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfTheCountInTheGraphIsNotOverwritten(GraphApi api) {
        LiveGraph graph = graph(api, api == GraphApi.V1BETA1 ? DISAGGREGATED : OLDER);
        GraphSnapshot seen = graph.snapshot();
        String spec = api == GraphApi.V1BETA1
                ? "{\"components\":[{\"name\":\"decode\",\"replicas\":7}]}"
                : "{\"services\":{\"decode\":{\"replicas\":7}}}";
        graph.patch("argocd", "{\"spec\":" + spec + "}");

        assertThat(write(seen, "decode", 1, 3).outcome())
                .isEqualTo(new Outcome.Deferred("replicas changed to 7 by argocd meanwhile"));
        assertThat(graph.replicas("decode")).hasValue(7);
    }

    @Test
    void aListThatWasReorderedBetweenReadingAndWritingIsWrittenAtTheRightPlace() {
        LiveGraph graph = graph(
                GraphApi.V1BETA1,
                "{components: [{name: prefill, type: prefill, replicas: 2}, {name: decode, type: decode, replicas: 2}]}");
        GraphSnapshot seen = graph.snapshot();
        graph.patch(
                "argocd",
                "{\"spec\":{\"components\":[{\"name\":\"decode\",\"replicas\":2},{\"name\":\"prefill\",\"replicas\":2}]}}");

        assertThat(write(seen, "decode", 2, 3).outcome()).isEqualTo(APPLIED);
        assertThat(graph.replicas("decode")).hasValue(3);
        assertThat(graph.replicas("prefill")).hasValue(2);
    }

    @Test
    void aComponentThatHasGoneMeanwhileIsNotCreated() {
        LiveGraph graph = graph(GraphApi.V1BETA1, DISAGGREGATED);
        GraphSnapshot seen = graph.snapshot();
        graph.patch("argocd", "{\"spec\":{\"components\":[{\"name\":\"prefill\",\"replicas\":2}]}}");

        assertThat(write(seen, "decode", 1, 3).outcome()).isInstanceOf(Outcome.Deferred.class);
        assertThat(graph.replicas("decode")).isEmpty();
    }

    @Test
    void aComponentThatWasHandedOverMeanwhileIsLeftToItsAdapter() {
        LiveGraph graph = graph(GraphApi.V1ALPHA1, OLDER);
        GraphSnapshot seen = graph.snapshot();
        graph.patch("kubectl-edit", "{\"spec\":{\"services\":{\"decode\":{\"scalingAdapter\":{\"enabled\":true}}}}}");

        assertThat(write(seen, "decode", 1, 3).outcome())
                .isEqualTo(new Outcome.Deferred("component decode has just been handed to a scaling adapter"));
        assertThat(graph.replicas("decode")).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void anAbsentCountIsOne(GraphApi api) {
        String spec = (api == GraphApi.V1BETA1 ? DISAGGREGATED : OLDER).replace(", replicas: 1", "");
        LiveGraph graph = graph(api, spec);
        GraphSnapshot seen = graph.snapshot();
        assertThat(graph.replicas("decode")).isEmpty();
        graph.patch("kubectl-edit", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");

        assertThat(write(seen, "decode", 1, 2).outcome()).isEqualTo(APPLIED);
        assertThat(graph.replicas("decode")).hasValue(2);
    }

    @Test
    void anAccountWithoutTheRightIsToldWhichRuleItLacks() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot seen = graph.snapshot();
        Written written;
        try (KubernetesClient nobody = kube.as(namespace, "nobody")) {
            written = writer(nobody)
                    .write(
                            seen,
                            component(seen, "decode"),
                            1,
                            2,
                            CLOCK.instant().plusSeconds(20));
        }

        assertThat(written.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(written.findings())
                .extracting(Finding::line)
                .containsExactly("dynamographdeploymentscalingadapters/scale in namespace " + namespace
                        + ": the account of the planner may not patch it; add to its role: {apiGroups: [\"nvidia.com\"], "
                        + "resources: [\"dynamographdeploymentscalingadapters/scale\"], verbs: [\"patch\"]}");
        assertThat(graph.adapterReplicas("chat-decode")).isEqualTo(1);
    }

    /** The two codes with which admission says no; 403 is also that of a missing right. */
    @ParameterizedTest
    @EnumSource
    void aCountThatAdmissionRefusesIsRejectedInItsOwnWords(Refusal refusal) {
        LiveGraph list = graph(GraphApi.V1BETA1, DISAGGREGATED);
        LiveGraph adapted = LiveGraph.create(kube, GraphApi.V1BETA1, namespace, "adapted", HANDED_OVER)
                .withAdapter("decode", 1);
        allowAtMostFive(refusal);

        for (LiveGraph graph : List.of(list, adapted)) {
            Written written = write(graph.snapshot(), "decode", 1, 6);

            assertThat(written.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.why()).contains("at most 5 replicas, says the site"));
            assertThat(written.findings()).isEmpty();
        }
        assertThat(list.replicas("decode")).hasValue(1);
        assertThat(adapted.adapterReplicas("adapted-decode")).isEqualTo(1);
    }

    enum Refusal {
        Invalid,
        Forbidden
    }

    private void allowAtMostFive(Refusal refusal) {
        String policy = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                    resourceRules:
                    - apiGroups: [nvidia.com]
                      apiVersions: ["*"]
                      operations: [UPDATE]
                      resources: [dynamographdeployments, dynamographdeploymentscalingadapters/scale]
                  validations:
                  - expression: >-
                      has(object.spec.components)
                      ? object.spec.components.all(c, c.?replicas.orValue(0) <= 5)
                      : object.spec.replicas <= 5
                    message: at most 5 replicas, says the site
                    reason: %2$s
                """.formatted(namespace, refusal);
        String binding = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s, validationActions: [Deny]}
                """.formatted(namespace);
        for (String yaml : List.of(policy, binding)) {
            clusterWide.add(kube.admin()
                    .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                    .create());
        }
        LiveGraph probe = LiveGraph.create(kube, GraphApi.V1BETA1, namespace, "probe", DISAGGREGATED.replace("2", "6"));
        Await.until(
                "enforcement of the policy", () -> !probe.accepts("{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}"));
    }

    @Test
    void whatWasWrittenIsExpectedUntilTheCacheShowsIt() {
        LiveGraph graph = graph(GraphApi.V1BETA1, HANDED_OVER).withAdapter("decode", 1);
        GraphSnapshot old = graph.snapshot();
        List<Component> managed = List.of(component(old, "decode"));
        expectations.see(old, managed, CLOCK.instant());
        write(old, "decode", 1, 3);

        assertThat(expectations.see(old, managed, CLOCK.instant()).desired()).containsEntry("decode", 3);
        graph.patch("operator", "{\"spec\":{\"components\":[{\"name\":\"decode\",\"replicas\":3}]}}");
        GraphSnapshot caughtUp = graph.snapshot();
        Sighting sighting = expectations.see(
                caughtUp,
                List.of(component(caughtUp, "decode")),
                CLOCK.instant().plus(Duration.ofHours(1)));
        assertThat(sighting).isEqualTo(new Sighting(Map.of("decode", 3), Map.of(), List.of()));
    }
}
