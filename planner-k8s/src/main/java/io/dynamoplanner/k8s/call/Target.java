package io.dynamoplanner.k8s.call;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * An object, or a collection of them, as the API server and its access rules name it.
 *
 * @param group empty for the core group
 * @param name empty for the collection
 * @param subresource {@code scale} for instance; empty for the object itself
 */
public record Target(String group, String version, String namespace, String resource, String name, String subresource) {

    public static Target object(String group, String version, String namespace, String resource, String name) {
        return new Target(group, version, namespace, resource, name, "");
    }

    public static Target collection(String group, String version, String namespace, String resource) {
        return new Target(group, version, namespace, resource, "", "");
    }

    public Target withSubresource(String part) {
        return new Target(group, version, namespace, resource, name, part);
    }

    /** Resource and subresource as access rules spell them: {@code deployments/scale}. */
    public String ruleResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** Path below the address of the server. */
    String path() {
        var path = new StringBuilder(group.isEmpty() ? "api" : "apis/" + group)
                .append('/')
                .append(version)
                .append("/namespaces/")
                .append(encoded(namespace))
                .append('/')
                .append(resource);
        if (!name.isEmpty()) {
            path.append('/').append(encoded(name));
        }
        if (!subresource.isEmpty()) {
            path.append('/').append(subresource);
        }
        return path.toString();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    /** For people: {@code deployments/scale serving/chat}. */
    @Override
    public String toString() {
        return ruleResource() + " " + namespace + (name.isEmpty() ? "" : "/" + name);
    }
}
