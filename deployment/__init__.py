"""What stands around a server: image, compose, Kubernetes, proxies, dashboards. No part of the product."""
