"""What keeps an installation well: backup and restore, a bundle for machines without a network, the doctor."""
