package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.metrics.prometheus.SeriesKey.Way;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What can be found out about the traffic metrics of a graph. What leaves its traffic unknown blocks. */
final class TrafficFindings {
    private static final int MOST_NAMES = 10;

    private TrafficFindings() {}

    static Finding unreachable(String server, QueryResult.Failed failed) {
        return Finding.blocking(
                "prometheus-unreachable", server, failed.detail(), failed.why().remedy());
    }

    static Finding noSeries(TrafficScope scope) {
        return Finding.blocking(
                "traffic-no-series",
                subject(scope),
                "Prometheus has no series of any Dynamo frontend",
                "scrape the frontends (a PodMonitor, and the label nvidia.com/metrics-enabled=true on their pods), and"
                        + " look at Status > Targets of Prometheus");
    }

    static Finding noNamespaceLabel(TrafficScope scope, String label) {
        return Finding.blocking(
                "traffic-no-namespace-label",
                subject(scope),
                "frontends are scraped, but their series have no label " + label
                        + ", and nothing else says which of them are of this graph",
                remedyForLabel(scope, label));
    }

    static Finding wrongNamespace(TrafficScope scope, String label, Set<String> existing) {
        return Finding.blocking(
                "traffic-wrong-namespace",
                subject(scope),
                "no frontend series with " + label + "=\"" + scope.dynamoNamespace() + "\"; there are "
                        + names(existing),
                "check the Dynamo namespace of the graph, and that its frontends run and are scraped");
    }

    static Finding wrongModel(TrafficScope scope, Set<String> existing) {
        return Finding.blocking(
                "traffic-wrong-model",
                subject(scope),
                "its frontends have no series of model " + scope.model().orElse("") + "; there are " + names(existing),
                "set the model name to the name that requests use");
    }

    static Finding severalModels(TrafficScope scope, Set<String> existing) {
        return Finding.blocking(
                "traffic-several-models",
                subject(scope),
                "its frontends serve several models (" + names(existing) + ") and the one of the graph is not known",
                "set the model name");
    }

    static Finding noRequestsYet(TrafficScope scope) {
        return Finding.info(
                "traffic-no-requests-yet",
                subject(scope),
                "its frontends are scraped and have not counted a request yet; traffic is unknown until they do");
    }

    static Finding completedOnly(TrafficScope scope) {
        return Finding.warning(
                "traffic-completed-only",
                subject(scope),
                "a frontend or router does not count the requests it admits; those that it completed are counted,"
                        + " which under overload are fewer",
                "use a Dynamo release that has the counter requests_started_total");
    }

    static Finding targetsDown(TrafficScope scope, long targets) {
        return Finding.warning(
                "traffic-targets-down",
                subject(scope),
                targets + " targets with its labels cannot be scraped: what they count is missing",
                "look at Status > Targets of Prometheus");
    }

    static Finding scrapedTwice(TrafficScope scope, Set<String> targets) {
        return Finding.warning(
                "traffic-scraped-twice",
                subject(scope),
                "more than one scrape job scrapes " + names(targets) + ": every request counts more than once",
                "remove the PodMonitor or ServiceMonitor that is too many");
    }

    static Finding noRouterSeries(TrafficScope scope, Set<String> existing) {
        return Finding.blocking(
                "traffic-router-no-series",
                subject(scope),
                "Prometheus has no series of a KV router in namespace " + scope.dynamoNamespace()
                        + (existing.isEmpty() ? "" : "; there are " + names(existing)),
                "scrape the routers, or let the frontends tell the traffic (throughput_metrics_source: frontend)");
    }

    static Finding noPhases(TrafficScope scope) {
        return Finding.blocking(
                "traffic-router-no-phase",
                subject(scope),
                "the router counts each request of this disaggregated graph twice and does not say for which phase",
                "let the frontends tell the traffic (throughput_metrics_source: frontend)");
    }

    static Finding routerMixesPhases(TrafficScope scope) {
        return Finding.warning(
                "traffic-router-latency",
                subject(scope),
                "the router of a disaggregated graph does not tell the latencies of prefill and decode apart: TTFT, ITL"
                        + " and duration are unknown",
                "let the frontends tell the traffic (throughput_metrics_source: frontend)");
    }

    /** Says by which labels the graph is known, if it is not the one that is meant for it. */
    static Optional<Finding> way(TrafficScope scope, SeriesKey key, String label) {
        return key.way() == Way.NAMESPACE_LABEL || key.way() == Way.ROUTER
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        "traffic-no-namespace-label",
                        subject(scope),
                        "frontend series have no label " + label + "; those with " + key.shown() + " are taken for it"
                                + (key.way() == Way.ONLY_ONE ? ", as no other namespace is seen" : ""),
                        remedyForLabel(scope, label)));
    }

    static Finding someUnlabelled(TrafficScope scope, String label) {
        return Finding.warning(
                "traffic-some-unlabelled",
                subject(scope),
                "some of its frontends are scraped without the label " + label + "; their requests are not counted",
                remedyForLabel(scope, label));
    }

    static Finding found(TrafficScope scope, SeriesKey key, int series) {
        return Finding.ok("traffic-found", subject(scope), series + " series with " + key.shown());
    }

    private static String remedyForLabel(TrafficScope scope, String label) {
        return "let the scrape configuration add it: relabel __meta_kubernetes_pod_label_nvidia_com_dynamo_namespace to "
                + label + ", or give a static target the label " + label + ": " + scope.dynamoNamespace();
    }

    private static String subject(TrafficScope scope) {
        return "traffic of " + scope.graph();
    }

    private static String names(Collection<String> names) {
        String shown = String.join(", ", names.stream().limit(MOST_NAMES).toList());
        return names.size() <= MOST_NAMES ? shown : shown + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
