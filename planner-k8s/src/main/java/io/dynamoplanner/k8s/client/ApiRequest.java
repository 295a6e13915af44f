package io.dynamoplanner.k8s.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * One request to the API server as it was answered, for a metric.
 *
 * @param verb as access rules spell it: {@code get}, {@code list}, {@code watch}, {@code create}, {@code update},
 *     {@code patch}, {@code delete}, {@code deletecollection}
 * @param resource {@code pods} or {@code deployments/scale} for instance; empty for paths that are no resource
 * @param status HTTP status; 0 if there was no answer
 */
public record ApiRequest(String verb, String resource, int status) {
    /** Takes a request apart; a base path before {@code /api}, as proxies have it, is skipped. */
    static ApiRequest of(String method, URI uri, int status) {
        List<String> path =
                List.of(uri.getPath().replaceFirst("^/+", "").split("/+")); // one empty segment for an empty path
        List<String> rest = List.of();
        if (path.contains("apis")) {
            rest = after(path, path.indexOf("apis") + 3);
        } else if (path.contains("api")) {
            rest = after(path, path.indexOf("api") + 2);
        }
        if (rest.size() > 2 && rest.get(0).equals("namespaces") && !rest.get(2).equals("status")) {
            rest = after(rest, 2);
        }
        boolean named = rest.size() > 1;
        String resource = rest.isEmpty() ? "" : rest.get(0) + (rest.size() > 2 ? "/" + rest.get(2) : "");
        return new ApiRequest(verb(method, uri, named || rest.isEmpty()), resource, status);
    }

    private static String verb(String method, URI uri, boolean named) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "GET" -> query.contains("watch=true") ? "watch" : named ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> named ? "delete" : "deletecollection";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    private static List<String> after(List<String> path, int count) {
        return path.subList(Math.min(count, path.size()), path.size());
    }
}
