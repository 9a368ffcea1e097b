from django.test import TestCase

from orders.models import Order


class OrdersTest(TestCase):
    def test_is_healthy(self):
        self.assertEqual(self.client.get("/api/health/").json(), {"status": "ok"})

    def test_confirms_an_order_in_the_background(self):
        created = self.client.post("/api/orders/", {"item": "tea"}, content_type="application/json")
        self.assertEqual(created.status_code, 201)
        self.assertEqual(Order.objects.get().state, "confirmed")

    def test_refuses_an_order_without_item(self):
        self.assertEqual(
            self.client.post("/api/orders/", {}, content_type="application/json").status_code, 400
        )
