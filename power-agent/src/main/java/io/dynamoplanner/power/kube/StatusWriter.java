package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Report;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the object {@code GpuPowerStatus} of this node, by server-side apply, when something has changed and at most once in
 * two seconds. The loop of the agent does not wait for it, and works without it.
 */
public final class StatusWriter implements Agent.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Duration SPACING = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    /** Where the objects are, with a slash behind. */
    public static final String PATH = "apis/" + StatusBody.API_VERSION + "/gpupowerstatuses/";

    private final KubeApi api;
    private final String node;
    private final Supplier<String> nodeUid;
    private final StatusBody bodies = new StatusBody();
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService thread = daemon();
    private @Nullable ObjectNode wanted;
    private @Nullable ObjectNode written;
    private boolean scheduled;
    private boolean failed;

    /** @param nodeUid of the node, to which the object then belongs; empty text while it is not known */
    public StatusWriter(KubernetesClient client, String node, Supplier<String> nodeUid) {
        this.api = new KubeApi(client);
        this.node = node;
        this.nodeUid = nodeUid;
    }

    private static ScheduledExecutorService daemon() {
        return new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "status");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void passed(Report report, ClusterView view, Duration took) {
        ObjectNode status = bodies.of(report);
        synchronized (this) {
            wanted = status;
            if (!status.equals(written) && !scheduled) {
                schedule(Duration.ZERO);
            }
        }
    }

    private void schedule(Duration delay) {
        scheduled = true;
        var unused = thread.schedule(this::write, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write() {
        ObjectNode status;
        synchronized (this) {
            status = wanted;
        }
        boolean done = status != null && apply(status);
        synchronized (this) {
            scheduled = false;
            if (done) {
                written = status;
            }
            if (wanted != null && !wanted.equals(written)) {
                schedule(done ? SPACING : AFTER_FAILURE);
            }
        }
    }

    private boolean apply(ObjectNode status) {
        ObjectNode object = json.createObjectNode()
                .put("apiVersion", StatusBody.API_VERSION)
                .put("kind", StatusBody.KIND);
        ObjectNode metadata = object.putObject("metadata").put("name", node);
        String uid = nodeUid.get();
        if (!uid.isEmpty()) {
            // the object goes when the node goes
            metadata.putArray("ownerReferences")
                    .addObject()
                    .put("apiVersion", "v1")
                    .put("kind", "Node")
                    .put("name", node)
                    .put("uid", uid);
        }
        object.set("status", status);
        String problem = api.apply(PATH + node, object).problem();
        if (!problem.isEmpty() && !failed) {
            LOG.warn("the status of the boards cannot be written, which changes nothing for them: {}", problem);
        }
        failed = !problem.isEmpty();
        return !failed;
    }

    /** Nothing is written any more. What the last pass found is written first, for a few seconds at most. */
    @Override
    public void close() {
        thread.shutdown();
        ObjectNode last;
        boolean behind;
        synchronized (this) {
            last = wanted;
            behind = last != null && !last.equals(written);
        }
        if (last != null && behind) {
            apply(last);
        }
    }
}
