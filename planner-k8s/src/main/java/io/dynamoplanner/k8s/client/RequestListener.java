package io.dynamoplanner.k8s.client;

/** Hears of every request to the API server. Called by threads of the client; must be quick and must not throw. */
public interface RequestListener {
    void answered(ApiRequest request);

    /** Where nobody counts. */
    static RequestListener none() {
        return request -> {};
    }
}
