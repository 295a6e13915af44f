package io.dynamoplanner.testing.kube;

import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * Rights of a service account in its namespace.
 *
 * @param group of the resources; empty for the core group
 * @param resources with their subresource, if any: {@code deployments/scale}
 */
record Rights(String namespace, String serviceAccount, String group, List<String> resources, List<String> verbs) {
    /** Grants them and waits until the server knows. */
    void grant(KubernetesClient admin) {
        Role role = new RoleBuilder()
                .withNewMetadata()
                .withGenerateName(serviceAccount + "-")
                .endMetadata()
                .addNewRule()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .endRule()
                .build();
        String name = admin.rbac()
                .roles()
                .inNamespace(namespace)
                .resource(role)
                .create()
                .getMetadata()
                .getName();
        admin.rbac()
                .roleBindings()
                .inNamespace(namespace)
                .resource(bindingOf(name))
                .create();
        for (String resource : resources) {
            for (String verb : verbs) {
                SubjectAccessReview question = question(resource, verb);
                Await.until("permission to " + verb + " " + resource, () -> isAllowed(admin, question));
            }
        }
    }

    private RoleBinding bindingOf(String role) {
        return new RoleBindingBuilder()
                .withNewMetadata()
                .withName(role)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role)
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(serviceAccount)
                .withNamespace(namespace)
                .endSubject()
                .build();
    }

    private SubjectAccessReview question(String resource, String verb) {
        int slash = resource.indexOf('/');
        return new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + namespace + ":" + serviceAccount)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(group)
                .withResource(slash < 0 ? resource : resource.substring(0, slash))
                .withSubresource(slash < 0 ? "" : resource.substring(slash + 1))
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
    }

    private static boolean isAllowed(KubernetesClient admin, SubjectAccessReview question) {
        return Boolean.TRUE.equals(admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(question)
                .getStatus()
                .getAllowed());
    }
}
