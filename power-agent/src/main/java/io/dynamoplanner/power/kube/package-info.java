/** The cluster: pods, node and switches by watches, and what the agent tells about its boards. */
package io.dynamoplanner.power.kube;
