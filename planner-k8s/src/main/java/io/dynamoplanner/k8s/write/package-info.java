/** Replica counts on their way into Kubernetes: {@link io.dynamoplanner.k8s.write.ReplicaWriter}. */
package io.dynamoplanner.k8s.write;
