import json

from django.http import HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from orders.models import Order
from orders.tasks import confirm_order


def health(request):
    return JsonResponse({"status": "ok"})


@csrf_exempt
def orders(request):
    if request.method == "GET":
        return JsonResponse({"orders": list(Order.objects.values("id", "item", "state"))})
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    item = json.loads(request.body or b"{}").get("item")
    if not item:
        return JsonResponse({"error": "item is missing"}, status=400)
    order = Order.objects.create(item=item)
    confirm_order.delay(order.id)
    return JsonResponse({"id": order.id}, status=201)
