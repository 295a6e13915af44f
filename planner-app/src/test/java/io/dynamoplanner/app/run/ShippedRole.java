package io.dynamoplanner.app.run;

import io.dynamoplanner.testing.kube.KubeServer;
import java.util.List;

/** Gives a service account what a planner needs. */
final class ShippedRole {
    private ShippedRole() {}

    static void grant(KubeServer kube, String namespace, String account) {
        kube.allow(
                namespace,
                account,
                "nvidia.com",
                List.of("dynamographdeployments"),
                List.of("get", "list", "watch", "patch"));
        kube.allow(
                namespace,
                account,
                "nvidia.com",
                List.of("dynamographdeploymentscalingadapters", "dynamoworkermetadatas"),
                List.of("get", "list", "watch"));
        kube.allow(
                namespace,
                account,
                "nvidia.com",
                List.of("dynamographdeploymentscalingadapters/scale"),
                List.of("get", "patch"));
        kube.allow(namespace, account, "", List.of("pods"), List.of("get", "list", "watch"));
        kube.allow(namespace, account, "", List.of("configmaps"), List.of("get", "create", "patch"));
        kube.allow(
                namespace,
                account,
                "coordination.k8s.io",
                List.of("leases"),
                List.of("get", "create", "update", "patch"));
        kube.allow(namespace, account, "", List.of("events"), List.of("create", "patch"));
    }
}
