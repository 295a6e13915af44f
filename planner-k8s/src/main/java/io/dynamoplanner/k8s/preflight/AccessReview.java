package io.dynamoplanner.k8s.preflight;

import io.dynamoplanner.core.finding.Finding;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the API server, permission by permission, whether this process has it. */
public final class AccessReview {
    private final KubernetesClient client;
    private final String namespace;

    /** @param namespace where the permissions are needed */
    public AccessReview(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** One finding for each resource that something is missing for; one that is in order if nothing is. Never throws. */
    public List<Finding> findings(List<Permission> permissions) {
        Map<Permission, List<String>> missing = new LinkedHashMap<>();
        for (Permission permission : permissions) {
            try {
                if (!allowed(permission)) {
                    missing.computeIfAbsent(permission.anyVerb(), any -> new ArrayList<>())
                            .add(permission.verb());
                }
            } catch (KubernetesClientException e) {
                return List.of(Finding.blocking(
                        "api-unreachable",
                        "permissions",
                        "the API server could not be asked: " + firstLine(e),
                        "check the network to the API server; it is asked again every few seconds"));
            }
        }
        if (missing.isEmpty()) {
            return List.of(Finding.ok(
                    "permissions", "permissions", permissions.size() + " asked for in " + namespace + ", all granted"));
        }
        List<Finding> findings = new ArrayList<>();
        missing.forEach((permission, verbs) -> findings.add(missing(permission, verbs)));
        return List.copyOf(findings);
    }

    private boolean allowed(Permission permission) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(permission.verb())
                .withGroup(permission.group())
                .withResource(permission.resource())
                .withSubresource(permission.subresource())
                .withName(permission.name().orElse(""))
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                client.authorization().v1().selfSubjectAccessReview().create(review);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    private Finding missing(Permission permission, List<String> verbs) {
        String subject = String.join(", ", verbs) + " " + permission.target();
        String what = "not allowed in namespace " + namespace + "; needed to " + permission.why();
        String remedy = "add " + permission.rule(verbs) + " to the Role of the planner's service account";
        return permission.need() == Permission.Need.ESSENTIAL
                ? Finding.blocking("permission-missing", subject, what, remedy)
                : Finding.warning("permission-missing", subject, what, remedy);
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
