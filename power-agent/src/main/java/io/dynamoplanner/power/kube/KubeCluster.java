package io.dynamoplanner.power.kube;

import io.dynamoplanner.power.agent.Cluster;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.cap.PodCap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The pods of one node, the node itself and the config map with the switches, each listed once and then watched. Only pods
 * that carry the annotation are kept; of all others nothing is known here.
 */
public final class KubeCluster implements Cluster, AutoCloseable {
    private final Scope scope;
    private final int emergencyWatts;
    private final Runnable changed;
    private final ListAndWatch pods;
    private final Optional<ListAndWatch> node;
    private final Optional<ListAndWatch> control;
    /** What events have told, to see which of them change anything. */
    private final Map<String, NodePods.Entry> told = new ConcurrentHashMap<>();

    private final ChangeTimes times = new ChangeTimes();
    /** The switches as they were when their objects were last seen. An object that goes throws none. */
    private volatile Emergency ofNode = Emergency.off();

    private volatile Switches ofCluster = Switches.none();
    /** What events have told of them. */
    private volatile Optional<Emergency> toldOfNode = Optional.of(Emergency.off());

    private volatile Optional<Switches> toldOfCluster = Optional.of(Switches.none());
    private volatile String nodeUid = "";
    private final LostSwitches lost;

    /**
     * What is watched.
     *
     * @param node whose pods
     * @param namespace of the pods; empty for all
     * @param control {@code namespace/name} of the config map with the switches; empty for none
     * @param watchNode whether the node's own annotation counts
     */
    public record Scope(String node, String namespace, String control, boolean watchNode) {}

    /** What the config map says. */
    private record Switches(Emergency emergency, boolean uninstall) {
        static Switches none() {
            return new Switches(Emergency.off(), false);
        }
    }

    private KubeCluster(ApiClient api, Scope scope, int emergencyWatts, Runnable changed, LongSupplier nanos) {
        this.scope = scope;
        this.emergencyWatts = emergencyWatts;
        this.changed = changed;
        pods = new ListAndWatch(api, Query.pods(scope.node(), scope.namespace()), this::pod);
        node = scope.watchNode()
                ? Optional.of(new ListAndWatch(
                        api, Query.node(scope.node()), this::node, new RetryDelay(new Random()), nanos))
                : Optional.empty();
        int slash = scope.control().indexOf('/');
        control = slash > 0
                ? Optional.of(new ListAndWatch(
                        api,
                        Query.configMap(
                                scope.control().substring(0, slash),
                                scope.control().substring(slash + 1)),
                        this::control,
                        new RetryDelay(new Random()),
                        nanos))
                : Optional.empty();
        var switches = new HashMap<String, ListAndWatch>();
        node.ifPresent(watched -> switches.put(ofNode(), watched));
        control.ifPresent(watched -> switches.put(ofMap(), watched));
        lost = new LostSwitches(switches);
    }

    private String ofNode() {
        return "the switch of node " + scope.node();
    }

    private String ofMap() {
        return "the switches in config map " + scope.control();
    }

    /**
     * Begins to list and to watch; returns at once.
     *
     * @param emergencyWatts the limit of an emergency that names none
     * @param changed is called on threads of the watches when something that matters has changed; must return at once
     */
    public static KubeCluster watch(ApiClient api, Scope scope, int emergencyWatts, Runnable changed) {
        return watch(api, scope, emergencyWatts, changed, System::nanoTime);
    }

    /** @param nanos a clock that nobody sets, for the switches */
    static KubeCluster watch(ApiClient api, Scope scope, int emergencyWatts, Runnable changed, LongSupplier nanos) {
        var cluster = new KubeCluster(api, scope, emergencyWatts, changed, nanos);
        cluster.start();
        return cluster;
    }

    /** Begins to list and to watch. */
    private void start() {
        pods.start(changed);
        node.ifPresent(watched -> watched.start(changed));
        control.ifPresent(watched -> watched.start(changed));
    }

    @Override
    public ClusterView view() {
        node.ifPresent(watched -> watched.all().forEach(seen -> ofNode = emergency(seen)));
        control.ifPresent(watched -> watched.all().forEach(seen -> ofCluster = switches(seen)));
        Switches switches = ofCluster;
        lostSwitches();
        // from the store, which is complete before a watch begins; events come later, and a board would be given back
        // too soon
        String stale = Stream.of(
                        pods.stale("the pods of node " + scope.node()),
                        node.map(watched -> watched.unlisted(ofNode())).orElse(""),
                        control.map(watched -> watched.unlisted(ofMap())).orElse(""))
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("");
        List<NodePods.Entry> asking = pods.all().stream()
                .filter(KubeCluster::asks)
                .map(KubeCluster::entry)
                .toList();
        return new ClusterView(
                stale, NodePods.of(asking), ofNode.and(switches.emergency(), emergencyWatts), switches.uninstall());
    }

    /** How many switches have not been watched for more than a minute. They stay as they were, and throwing them has no effect. */
    public int lostSwitches() {
        return lost.count();
    }

    /** When wishes of pods were heard of. */
    public ChangeTimes times() {
        return times;
    }

    /** The UID of the node; empty while it is not known. */
    public String nodeUid() {
        return nodeUid;
    }

    private void pod(KubeObject pod, boolean there) {
        String uid = pod.uid();
        NodePods.Entry entry = there && asks(pod) ? entry(pod) : null;
        NodePods.Entry before = entry == null ? told.remove(uid) : told.put(uid, entry);
        if (Objects.equals(before, entry)) {
            return;
        }
        if (entry != null) {
            times.heard(uid);
        }
        changed.run();
    }

    private static boolean asks(KubeObject pod) {
        return pod.annotations().containsKey(CapText.ANNOTATION);
    }

    private static NodePods.Entry entry(KubeObject pod) {
        String hash = pod.annotation(Names.MANIFEST_MIRROR);
        return new NodePods.Entry(
                new PodCap(pod.uid(), pod.namespace(), pod.name(), CapText.parse(pod.annotation(CapText.ANNOTATION))),
                hash.isEmpty() ? pod.annotation(Names.MANIFEST_HASH) : hash);
    }

    private Emergency emergency(KubeObject seen) {
        return Emergency.parse(seen.annotation(Emergency.ANNOTATION), "node " + scope.node());
    }

    private Switches switches(KubeObject seen) {
        Map<String, String> data = seen.data();
        return new Switches(
                Emergency.parse(data.getOrDefault(ControlMap.EMERGENCY, ""), "config map " + scope.control()),
                data.getOrDefault(ControlMap.UNINSTALL, "").strip().equals("true"));
    }

    private void node(KubeObject seen, boolean there) {
        Emergency emergency = emergency(seen);
        if (!there) {
            if (node.stream().allMatch(watched -> watched.all().isEmpty())) {
                // as it was at its end: nobody has lifted an emergency by that
                ofNode = emergency;
            }
            toldOfNode = Optional.empty();
            changed.run();
            return;
        }
        nodeUid = seen.uid();
        if (!Optional.of(emergency).equals(toldOfNode)) {
            toldOfNode = Optional.of(emergency);
            changed.run();
        }
    }

    private void control(KubeObject seen, boolean there) {
        Switches switches = switches(seen);
        if (!there) {
            if (control.stream().allMatch(watched -> watched.all().isEmpty())) {
                // as it was at its end: an uninstall deletes the map too, and the boards must not be limited again then
                ofCluster = switches;
            }
            toldOfCluster = Optional.empty();
            changed.run();
            return;
        }
        if (!Optional.of(switches).equals(toldOfCluster)) {
            toldOfCluster = Optional.of(switches);
            changed.run();
        }
    }

    @Override
    public void close() {
        pods.close();
        node.ifPresent(ListAndWatch::close);
        control.ifPresent(ListAndWatch::close);
    }
}
