"""What each verb can be told: one class a verb, of data alone, so that who describes them loads no music."""
