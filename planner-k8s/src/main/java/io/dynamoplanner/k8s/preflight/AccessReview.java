package io.dynamoplanner.k8s.preflight;

import io.dynamoplanner.core.finding.Finding;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;

/** Asks the API server, permission by permission, whether this process has it. */
public final class AccessReview {
    private final KubernetesClient client;
    private final String namespace;

    /** @param namespace where the permissions are needed */
    public AccessReview(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** One finding for each permission that is missing; one that is in order if none is. Never throws for the API. */
    public List<Finding> findings(List<Permission> permissions) {
        List<Finding> findings = new ArrayList<>();
        for (Permission permission : permissions) {
            try {
                if (!allowed(permission)) {
                    findings.add(missing(permission));
                }
            } catch (KubernetesClientException e) {
                return List.of(Finding.blocking(
                        "api-unreachable",
                        "permissions",
                        "the API server could not be asked: " + firstLine(e),
                        "check the network to the API server; it is asked again every few seconds"));
            }
        }
        if (findings.isEmpty()) {
            return List.of(Finding.ok(
                    "permissions", "permissions", permissions.size() + " asked for in " + namespace + ", all granted"));
        }
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

    private Finding missing(Permission permission) {
        String what = "is not allowed in namespace " + namespace + ", and is needed to " + permission.why();
        String remedy = "add " + permission.rule() + " to the Role of the planner's service account";
        return permission.need() == Permission.Need.ESSENTIAL
                ? Finding.blocking("permission-missing", permission.what(), what, remedy)
                : Finding.warning("permission-missing", permission.what(), what, remedy);
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
