from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from orders.models import Order


@shared_task
def confirm_order(order_id):
    Order.objects.filter(id=order_id, state="new").update(state="confirmed")


@shared_task
def expire_orders():
    before = timezone.now() - timedelta(days=1)
    return Order.objects.filter(state="new", created_at__lt=before).update(state="expired")
