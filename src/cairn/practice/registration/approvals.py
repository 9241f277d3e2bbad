"""Which approvals and qualifications stand beside a registration?"""

APPROVALS = {
    "mental_health_officer": "Mental health officer",
    "approved_mental_health_professional": "Approved mental health professional",
    "best_interests_assessor": "Best interests assessor",
    "council_officer": "Council officer",
    "practice_educator": "Practice educator",
    "supervisor_training": "Trained to supervise",
    "qualifying_award": "Qualifying award in social work",
}
